"""How the pictures and PDFs of the example centre were made: a developer's tool the site does not need."""
