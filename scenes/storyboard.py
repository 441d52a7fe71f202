"""The table of contents: the acts in film order, as ``module:Class``."""

ACTS = (
    "scenes.act01_data_table:DataTable",
    "scenes.act02_individual_losses:IndividualLosses",
    "scenes.act03_point_gradients:PointGradients",
    "scenes.act04_full_gradient:FullGradient",
    "scenes.act05_why_slopes_average:WhySlopesAverage",
)
