using System.Collections.Immutable;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl;

/// <summary>
/// What a fit found for a linear predictor beside the mean's: the zero inflation, on the logit scale, or the dispersion, on the log scale. What the dispersion is depends on the
/// family (see <see cref="Family"/>).
/// </summary>
public sealed class FitComponent
{
    private readonly Func<FitComponent, string> print;

    internal FitComponent(PredictorSolution component, IModelSolution solution, Func<FitComponent, string> print, Func<CoefficientCollection, string> table, Func<GroupRandomEffects, string> modes)
    {
        this.print = print;
        IsZeroInflation = component.Predictor == Families.Predictor.ZeroInflation;
        Formula = component.IsConstant ? "~1" : component.Matrices.Plan.Terms.Syntax.ToString();
        Coefficients = new CoefficientCollection(component, table);
        VarianceComponents = [.. ComponentTerms.Of(component, solution)];
        RandomEffects = new RandomEffectsCollection(component.Matrices, solution, modes, component.FirstTerm);
        IsAtBoundary = component.IsAtBoundary;
    }

    /// <summary>Whether this is the zero inflation; else it is the dispersion.</summary>
    public bool IsZeroInflation { get; }

    /// <summary>Its formula as R would print it.</summary>
    public string Formula { get; }

    /// <summary>Its coefficients, on the scale of the predictor.</summary>
    public CoefficientCollection Coefficients { get; }

    /// <summary>The variances of its random effects, one entry per term.</summary>
    public ImmutableArray<VarianceTerm> VarianceComponents { get; }

    /// <summary>The conditional modes of its random effects.</summary>
    public RandomEffectsCollection RandomEffects { get; }

    /// <summary>Whether the search ran to where the likelihood no longer depends on the predictor: no zero inflation at all, or a dispersion at the end of its range. Estimates are then as good as infinite.</summary>
    public bool IsAtBoundary { get; }

    /// <summary>The tables of variances and coefficients, as the summary shows them.</summary>
    public override string ToString() => print(this);
}
