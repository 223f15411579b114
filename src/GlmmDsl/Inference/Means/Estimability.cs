using GlmmDsl.Fits;
using GlmmDsl.Fitting.Columns;

namespace GlmmDsl.Inference.Means;

/// <summary>
/// Whether linear combinations of all coefficients, aliased ones included, are estimable: a combination is when it has the same weights on aliased columns as on the kept columns
/// that these are combinations of (Searle 1971, Linear Models), so that no choice of a solution changes it.
/// </summary>
/// <param name="model">The fit.</param>
internal sealed class Estimability(FittedModel model)
{
    private const double Tolerance = 1e-6;

    /// <summary>Whether a combination is estimable.</summary>
    /// <param name="row">A weight for each fixed-effects column, aliased ones included.</param>
    public bool Has(ReadOnlySpan<double> row)
    {
        foreach (AliasedColumn aliased in model.Solution.Aliased)
        {
            double implied = 0;
            double size = Math.Abs(row[aliased.Column]);
            for (int i = 0; i < aliased.With.Length; i++)
            {
                double part = aliased.Weights[i] * row[aliased.With[i]];
                implied += part;
                size = Math.Max(size, Math.Abs(part));
            }

            if (!(Math.Abs(row[aliased.Column] - implied) <= Tolerance * size))
            {
                return false;
            }
        }

        return true;
    }
}
