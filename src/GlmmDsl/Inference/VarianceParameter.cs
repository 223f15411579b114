using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting;

namespace GlmmDsl.Inference;

/// <summary>
/// One standard deviation or correlation of the random effects, or σ, by the name that lme4's <c>confint</c> gives it: <c>sd_(Intercept)|Subject</c>,
/// <c>cor_Days.(Intercept)|Subject</c>, <c>sigma</c>.
/// </summary>
/// <param name="Name">The name.</param>
/// <param name="Quantity">What it is.</param>
internal readonly record struct VarianceParameter(string Name, HeldQuantity Quantity)
{
    /// <summary>Those of a model, in lme4's order: term by term the lower triangle by columns, then σ where the model has one.</summary>
    public static ImmutableArray<VarianceParameter> Of(IModelSolution solution) => Of(solution.Matrices, solution.IsLinear);

    /// <summary>The names of those of a linear predictor beside the conditional one.</summary>
    public static ImmutableArray<VarianceParameter> Of(ModelMatrices matrices) => Of(matrices, hasSigma: false);

    private static ImmutableArray<VarianceParameter> Of(ModelMatrices matrices, bool hasSigma)
    {
        var result = ImmutableArray.CreateBuilder<VarianceParameter>();
        for (int t = 0; t < matrices.Random.Length; t++)
        {
            RandomEffectsTerm term = matrices.Random[t];
            CovarianceStructure structure = CovarianceStructures.Of(term);
            foreach ((int column, int row) in structure.NaturalPlaces.Select(e => (e.Column, e.Row)).Order())
            {
                result.Add(new VarianceParameter($"{structure.NaturalName(row, column, term.ColumnNames)}|{term.Group.Name}", HeldQuantity.Effects(t, row, column)));
            }
        }

        if (hasSigma)
        {
            result.Add(new VarianceParameter("sigma", HeldQuantity.Sigma));
        }

        return result.ToImmutable();
    }

    /// <summary>The values of all of a model's parameters at a θ and σ, in the order of <see cref="Of(IModelSolution)"/>; a correlation with a variance of zero is not a number.</summary>
    /// <param name="structures">The covariance structures of the terms, in order.</param>
    /// <param name="theta">θ, user units.</param>
    /// <param name="sigma">σ; 1 where the family has no dispersion.</param>
    /// <param name="hasSigma">Whether σ is a parameter.</param>
    public static double[] Values(ImmutableArray<CovarianceStructure> structures, ReadOnlySpan<double> theta, double sigma, bool hasSigma)
    {
        var values = new List<double>();
        int start = 0;
        foreach (CovarianceStructure structure in structures)
        {
            foreach (NaturalParameter natural in structure.Natural(theta.Slice(start, structure.Count)).OrderBy(n => (n.Column, n.Row)))
            {
                values.Add(natural.IsCorrelation ? natural.Value : sigma * natural.Value);
            }

            start += structure.Count;
        }

        if (hasSigma)
        {
            values.Add(sigma);
        }

        return [.. values];
    }
}
