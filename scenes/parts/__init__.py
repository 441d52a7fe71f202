"""What stands on stage. Parts show numbers of the Lesson; they never compute any."""
