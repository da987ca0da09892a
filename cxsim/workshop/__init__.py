"""Tools of the trainer: pack for trainees, grades, pages without Python, run sheet."""
