"""The tests. They mirror the code; `house/` checks the house rules, `plugins/` is the ground."""
