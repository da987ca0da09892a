"""What happens to a customer, one question per file: rules that both engines call, and no flow."""
