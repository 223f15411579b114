using GlmmDsl.Families;
using GlmmDsl.Fits;

namespace GlmmDsl.Inference.Means;

/// <summary>The scale that estimates are shown on: that of their own, or a transformation of it.</summary>
/// <param name="Own">The name of the estimates' own scale: <c>logit</c>, <c>log odds ratio</c>; empty for the response itself.</param>
/// <param name="Label">The heading of estimates where they are shown transformed: <c>prob</c>, <c>odds.ratio</c>.</param>
/// <param name="Value">The transformation; null where estimates are shown as they are.</param>
/// <param name="Derivative">Its derivative.</param>
/// <param name="Ratio">The scale of differences on the own scale: ratios where that is a logarithm or logit, null else.</param>
internal sealed record EstimateScale(string Own, string Label, Func<double, double>? Value, Func<double, double>? Derivative, EstimateScale? Ratio)
{
    private const string Latent = "latent ";

    /// <summary>Whether estimates are of the latent variable of an ordinal model, in units in which its thresholds have the mean 0.</summary>
    public bool IsLatent => Own.StartsWith(Latent, StringComparison.Ordinal);

    /// <summary>Estimates of the response itself.</summary>
    public static EstimateScale Identity { get; } = new("", "", null, null, null);

    /// <summary>Exponentials of differences of logarithms.</summary>
    public static EstimateScale Ratios { get; } = new("log", "ratio", Math.Exp, Math.Exp, null);

    /// <summary>Exponentials of differences of logits.</summary>
    public static EstimateScale OddsRatios { get; } = new("log odds ratio", "odds.ratio", Math.Exp, Math.Exp, null);

    /// <summary>The scale of a model's linear predictor: of a generalised model its link, of a linear one the transformation that the formula makes of the response.</summary>
    public static EstimateScale OfLink(FittedModel model)
    {
        if (model.IsLinear)
        {
            return ResponseTransformation.ScaleOf(model.Matrices.Plan.Response?.Expression);
        }

        LikelihoodKernel kernel = model.Family.Kernel(model.Link);
        EstimateScale? ratio = model.Link switch { Link.Log => Ratios, Link.Logit => OddsRatios, _ => null };
        if (model.Family.HasThresholds)
        {
            return new EstimateScale(Latent + model.Link.ToString().ToLowerInvariant(), "", null, null, ratio);
        }

        return new EstimateScale(model.Link.ToString().ToLowerInvariant(), model.Family.MeanName, kernel.Mean, kernel.MeanDerivative, ratio);
    }

    /// <summary>Means of the response, compared in this way: as they are, by their logarithms or logits.</summary>
    public static EstimateScale OfMeans(ComparisonKind comparison) => comparison switch
    {
        ComparisonKind.Ratio => new EstimateScale("log", "response", Math.Exp, Math.Exp, Ratios),
        ComparisonKind.OddsRatio => new EstimateScale("logit", "prob", Logistic, x => Logistic(x) * Logistic(-x), OddsRatios),
        _ => Identity,
    };

    /// <summary>An estimate as shown.</summary>
    public double Show(double estimate, bool isTransformed) => isTransformed && Value is not null ? Value(estimate) : estimate;

    /// <summary>A standard error as shown, by the delta method.</summary>
    public double ShowError(double estimate, double error, bool isTransformed) => isTransformed && Derivative is not null ? Math.Abs(Derivative(estimate)) * error : error;

    /// <summary>An interval as shown; limits keep their order where the transformation falls.</summary>
    public static Interval Interval(EstimateScale scale, bool isTransformed, double estimate, double reach, double level)
    {
        double lower = scale.Show(estimate - reach, isTransformed), upper = scale.Show(estimate + reach, isTransformed);
        return lower > upper ? new Interval(upper, lower, level) : new Interval(lower, upper, level);
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
