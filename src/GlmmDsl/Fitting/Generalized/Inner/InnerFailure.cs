using GlmmDsl.Fitting.Generalized.Rows;

namespace GlmmDsl.Fitting.Generalized.Inner;

/// <summary>Where the inner problem failed.</summary>
/// <param name="Row">The row's number among the data's, from 1.</param>
/// <param name="LinearPredictor">Its η.</param>
internal sealed record InnerFailure(int Row, double LinearPredictor)
{
    /// <summary>The first row whose η is out of range; otherwise the row whose η is farthest from 0.</summary>
    public static InnerFailure Of(InnerProblem inner)
    {
        GeneralizedRows rows = inner.Rows;
        int worst = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            double eta = inner.Pass.Eta[i];
            if (!double.IsFinite(inner.Likelihood.LogDensity(i, inner.Pass.Etas)) || !double.IsFinite(eta))
            {
                worst = i;
                break;
            }

            worst = Math.Abs(eta) > Math.Abs(inner.Pass.Eta[worst]) ? i : worst;
        }

        return new InnerFailure(rows.DataRow(worst), inner.Pass.Eta[worst]);
    }
}
