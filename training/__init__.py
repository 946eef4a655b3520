"""Making the models: the recipe that rebuilds what the project embeds."""
