"""How a minimum is found, to the last digits that floats can hold.

- Squared errors of the affine model: `centring` of the columns, then `least_squares` by QR and SVD, then
  `refinement` by residuals in twice the precision; `elimination` where the numbers are `Fraction`s.
- Losses with kinks: `piecewise`, by a linear programme or by smoothing, held against the conditions for a
  minimum; `cones` says whether it is the only one.
- Smooth losses: `newton`, from a trust region to the last digits of the gradient.
"""
