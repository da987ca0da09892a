"""Which files of a folder may be replaced: tables of this version, and those that the folder's own descriptor names."""

import json

import pytest

from cxsim.datasets import DESCRIPTOR
from cxsim.generate.descriptor import PACKAGE_NAME
from cxsim.generate.package import refuse_strangers
from cxsim.guards import CxError


def older(place, name, head):
    """A folder as an older version left it: one table with other columns."""
    fields = [{"name": column} for column in head.split(",")]
    package = {"name": name, "resources": [{"name": "orders", "path": "orders.csv", "schema": {"fields": fields}}]}
    (place / DESCRIPTOR).write_text(json.dumps(package), encoding="utf-8")
    (place / "orders.csv").write_text("order,buyer\n1,2\n", encoding="utf-8")


def test_a_table_of_an_older_version_may_be_replaced(tmp_path):
    older(tmp_path, PACKAGE_NAME, "order,buyer")
    refuse_strangers(tmp_path, [])


@pytest.mark.parametrize(("name", "head"), [(PACKAGE_NAME, "order,customer"), ("mine", "order,buyer")])
def test_what_the_descriptor_does_not_name_may_not(tmp_path, name, head):
    older(tmp_path, name, head)
    with pytest.raises(CxError, match="not a file of ours"):
        refuse_strangers(tmp_path, [])
