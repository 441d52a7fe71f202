"""Slides that play: a slide a beat, for manim-slides, for a browser, for PowerPoint, on paper."""
