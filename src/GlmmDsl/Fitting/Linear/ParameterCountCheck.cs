using GlmmDsl.Covariance;
using GlmmDsl.Data;
using GlmmDsl.Design;

namespace GlmmDsl.Fitting.Linear;

/// <summary>Refuses a linear mixed model with as many covariance parameters as rows, or with more covariance parameters than a search can find.</summary>
internal static class ParameterCountCheck
{
    /// <summary>
    /// The largest number of covariance parameters: 50 correlated columns have 1 275, and their search by gradients takes about a minute. Few data sets
    /// could estimate so many.
    /// </summary>
    public const int MostCovarianceParameters = 1300;

    /// <summary>Throws if the model has too many covariance parameters.</summary>
    /// <param name="layout">The layout of the random part.</param>
    /// <param name="matrices">The design.</param>
    /// <exception cref="ModelDataException">Too many parameters; the largest term is named.</exception>
    public static void Refuse(CovarianceLayout layout, ModelMatrices matrices)
    {
        int count = layout.Parameters.Length;
        bool isSaturated = count >= matrices.RowCount;
        if (count == 0 || (!isSaturated && count <= MostCovarianceParameters))
        {
            return;
        }

        RandomEffectsTerm largest = matrices.Random.MaxBy(t => t.Width)!;
        string found = isSaturated
            ? FormattableString.Invariant($"{matrices.RowCount} rows cannot estimate {count} covariance parameters and a residual variance")
            : FormattableString.Invariant($"The random effects have {count} covariance parameters, and at most {MostCovarianceParameters} can be fitted");
        string remedy = largest.Width > 1 && largest.Structure == Formulas.CovarianceStructure.Unstructured
            ? FormattableString.Invariant($"the {largest.Width} columns of the term of the group {ValueText.Quote(largest.Group.Name)} have {largest.Width * (largest.Width + 1) / 2} variances and covariances. Use '||' in place of '|', which keeps only the {largest.Width} variances, or fewer columns.")
            : "use fewer random effects, or more rows.";
        throw new ModelDataException($"{found}: {remedy}", largest.Group.Name);
    }
}
