using System.Collections.Immutable;
using GlmmDsl.Families;
using GlmmDsl.Families.Dispersed;

namespace GlmmDsl.Fitting;

/// <summary>The distribution that a row has by its linear predictors beside the conditional one.</summary>
internal static class RowFamily
{
    /// <summary>Binds a family to the predictors of a row.</summary>
    /// <param name="family">The family.</param>
    /// <param name="predictors">The predictors.</param>
    /// <param name="etas">Their values in the row.</param>
    public static FamilyDefinition Of(FamilyDefinition family, ImmutableArray<PredictorSolution> predictors, ReadOnlySpan<double> etas)
    {
        double inflation = double.NegativeInfinity;
        Span<Predictor> kinds = stackalloc Predictor[etas.Length];
        for (int k = 0; k < etas.Length; k++)
        {
            kinds[k] = predictors[k].Predictor;
            inflation = kinds[k] == Predictor.ZeroInflation ? etas[k] : inflation;
        }

        FamilyDefinition bound = family.At(kinds, etas);
        return double.IsNegativeInfinity(inflation) ? bound : new ZeroInflatedFamily(bound, LogitLink.Mean(inflation));
    }

    /// <summary>What R's <c>sigma()</c> gives of a generalised model: 1 without a dispersion, NaN where rows have dispersions of their own.</summary>
    /// <param name="family">The family, bound to the predictors.</param>
    /// <param name="predictors">The predictors.</param>
    public static double Sigma(FamilyDefinition family, ImmutableArray<PredictorSolution> predictors) => !family.HasDispersion ? 1
        : predictors.FirstOrDefault(o => o.Predictor == Predictor.Dispersion) is { IsConstant: true } dispersion ? family.SigmaOf(Math.Exp(dispersion.Beta[0]))
        : double.NaN;

    /// <summary>Binds a family to the predictors that are the same in all rows, leaving zero inflation aside.</summary>
    /// <param name="family">The family.</param>
    /// <param name="predictors">The predictors.</param>
    public static FamilyDefinition OfConstants(FamilyDefinition family, ImmutableArray<PredictorSolution> predictors)
    {
        ImmutableArray<PredictorSolution> others = [.. predictors.Where(p => p.Predictor != Predictor.ZeroInflation)];
        return others.IsEmpty ? family : Of(family, others, [.. others.Select(p => p.IsConstant ? p.Beta[0] : double.NaN)]);
    }
}
