namespace GlmmDsl.Fitting.Columns;

/// <summary>The part of the response in the columns of X that meet no random effect.</summary>
/// <param name="Coefficients">The coefficients that make it up, of the columns that were rotated.</param>
/// <param name="Square">Its square, in the weights.</param>
internal readonly record struct RestOfResponse(double[] Coefficients, double Square);
