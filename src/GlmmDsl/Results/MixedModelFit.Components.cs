using System.Collections.Immutable;
using GlmmDsl.Families;
using GlmmDsl.Fitting;
using GlmmDsl.Summaries;

namespace GlmmDsl;

public sealed partial class MixedModelFit
{
    /// <summary>The zero inflation; null for a model without it.</summary>
    public FitComponent? ZeroInflation => Component(Predictor.ZeroInflation);

    /// <summary>The dispersion, constant or by its formula; null for a linear model, whose <see cref="Sigma"/> it is, and for a family that has none.</summary>
    public FitComponent? Dispersion => Component(Predictor.Dispersion);

    /// <summary>The shape of the family on its natural scale: Student's degrees of freedom, Tweedie's power; null where there is none.</summary>
    public double? Shape => Find(Predictor.Shape) is { } shape ? model.Family.ShapeOf(shape.Beta[0]) : null;

    /// <summary>All shapes of the family by their names, on their natural scales: a family of your own can have several.</summary>
    public ImmutableArray<(string Name, double Value)> Shapes =>
        [.. model.Solution.Others.Where(o => o.Predictor == Predictor.Shape).Select((o, k) => (model.Family.ShapeNameOf(k) ?? "", model.Family.ShapeOf(o.Beta[0], k)))];

    /// <summary>
    /// The thresholds θ of an ordinal model, P(Y ≤ j) = F(θⱼ − η), on the scale of the linear predictor, by R's names: <c>fit.Thresholds["low|mid"]</c>. Null for a model of any other family.
    /// </summary>
    public CoefficientCollection? Thresholds => model.Solution.Thresholds is { } found ? new CoefficientCollection(found, ThresholdSection.Table) : null;

    /// <summary>The categories of an ordinal response from the lowest to the highest; empty for any other.</summary>
    public ImmutableArray<string> Categories => model.Matrices.Categories;

    /// <summary>Whether predictions have standard errors: all but those of random effects of several linear predictors without the rows, which a fit loaded from a file does not have.</summary>
    /// <param name="what">What is predicted.</param>
    /// <param name="scale">On which scale.</param>
    internal bool HasErrors(PredictionOf what, PredictionScale scale) => model.Matrices.HasRows || what == PredictionOf.Mean || model.Solution.EffectsByLevel(CancellationToken.None) is not null || !Predictions.JointIntervals.AreNeeded(model, what, scale);

    /// <summary>Whether the joint covariance of coefficients and random effects can be computed: from the rows, or from cross-products that were saved.</summary>
    internal bool KnowsEffects => model.Matrices.HasRows || model.Solution.WorkingProducts(CancellationToken.None) is not null;

    private FitComponent? Component(Predictor predictor) => Find(predictor) is { } found ? ComponentSection.Component(model, found) : null;

    private PredictorSolution? Find(Predictor predictor) => model.Solution.Others.FirstOrDefault(o => o.Predictor == predictor);
}
