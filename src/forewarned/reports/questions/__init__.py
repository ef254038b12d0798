"""What the register can be asked. Each module gives one result object; every face (text, JSON, CSV, page) shows it."""
