using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl.Inference;

/// <summary>The model with the random terms and offsets of a fit, and an intercept in place of its fixed effects.</summary>
internal static class NullModel
{
    /// <summary>
    /// λ, the mean count under the null model: the mean over the rows of exp(β₀ + o + ½zᵀΣz), or for other links of the marginal mean. So the
    /// variance that follows from it is the same for all models of the data (Nakagawa, Johnson and Schielzeth 2017, section 5).
    /// </summary>
    public static double MeanCount(FittedModel model, CancellationToken cancellationToken) => (model.Matrices.Totals?.NullCounts ?? Counts(model, cancellationToken)).Mean;

    /// <summary>The count that the null model has at its intercept, random effects and offsets zero: exp β₀ with the log link.</summary>
    public static double CountAtIntercept(FittedModel model, CancellationToken cancellationToken) => (model.Matrices.Totals?.NullCounts ?? Counts(model, cancellationToken)).AtIntercept;

    /// <summary>Both counts where variance shares of the fit need them; null where its family and link need none, or the null model cannot be fitted.</summary>
    public static NullCounts? CountsIfNeeded(FittedModel model, CancellationToken cancellationToken)
    {
        bool isNeeded = false;
        if (VarianceDecomposition.Refusal(model) is not null)
        {
            return null;
        }

        try
        {
            _ = model.Family.LatentVariance(model.Link, LatentVariance.Default, 1, () =>
            {
                isNeeded = true;
                return 1;
            });
            return !isNeeded ? null : model.Matrices.HasRows ? Counts(model, cancellationToken) : model.Matrices.Totals?.NullCounts;
        }
        catch (Exception none) when (none is InvalidOperationException or MixedModelException)
        {
            // The link has no such variance, or a model without predictors cannot be fitted.
            return null;
        }
    }

    /// <summary>Both counts, from one fit of the null model.</summary>
    /// <exception cref="InvalidOperationException">A fit without rows.</exception>
    public static NullCounts Counts(FittedModel model, CancellationToken cancellationToken)
    {
        model.RequireRows("mean count of the model without predictors");
        ModelMatrices matrices = InterceptOnly(model.Matrices);
        IModelSolution solution = model.Solution.FitTo(matrices, cancellationToken);
        var means = new MarginalMean(model.Response.Kernel);
        double[] variances = new RandomVariance(matrices.Random, new VarianceComponentCollection(matrices, solution)).Of([.. matrices.Random.Select(t => t.Columns)], matrices.RowCount, cancellationToken);
        double sum = 0;
        double total = 0;
        for (int i = 0; i < variances.Length; i++)
        {
            double rows = model.Frequencies?[i] ?? 1;
            total += rows;
            sum += rows * means.At(solution.Beta[0] + (matrices.Offset?[i] ?? 0), variances[i]).Mean;
        }

        return new NullCounts(sum / total, model.Response.Kernel.Mean(solution.Beta[0]));
    }

    private static ModelMatrices InterceptOnly(ModelMatrices matrices)
    {
        var ones = new double[matrices.RowCount];
        Array.Fill(ones, 1.0);
        return matrices with { FixedNames = ["(Intercept)"], FixedColumns = [ones], FixedTermOfColumn = [0], SpansIntercept = true };
    }
}
