"""What every room may use: Russian wording, checks of numbers, clean markup. No models, no domain words."""
