"""What the film shows of a problem: the `Lesson`, and the choices of theta, window and order behind it."""
