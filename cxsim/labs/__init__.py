"""Labs: thin shells with sliders and buttons over the course and the model."""
