using GlmmDsl.Fits;

namespace GlmmDsl.Inference;

/// <summary>Kish's design effect: the factor by which clustering inflates the variance of a mean.</summary>
internal static class DesignEffect
{
    /// <summary>1 + (n̄ − 1)·ICC, n̄ the mean number of rows per level; null unless the model is linear and a single random intercept is its only random term.</summary>
    public static double? Of(FittedModel model)
    {
        if (!model.IsLinear || model.Matrices.Random is not [{ Width: 1 } term] || term.Columns[0] is not null)
        {
            return null;
        }

        double meanSize = (double)model.RowCount / term.Group.Levels.Length;
        return 1 + ((meanSize - 1) * VarianceDecomposition.Of(model, LatentVariance.Default, CancellationToken.None).IntraclassCorrelation.Adjusted);
    }
}
