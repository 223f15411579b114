using System.Collections.Immutable;
using System.Globalization;
using GlmmDsl.Generators.Configuration;

namespace GlmmDsl.Generators.Emit;

/// <summary>A way to fit a model as generated code names it: its method and its fit's type.</summary>
/// <param name="Way">The way.</param>
/// <param name="Key">The key of its criteria; null where what it represents is wrong.</param>
/// <param name="Type">The generated type of its fits, <c>MlFit</c>.</param>
/// <param name="Method">The method that takes rows, <c>FitMl</c>.</param>
/// <param name="AsyncMethod">The method that takes rows as they come.</param>
internal sealed record FitShape(FitWay Way, KeyType? Key, string Type, string Method, string AsyncMethod)
{
    /// <summary>The likelihood in the names of criteria and interfaces: <c>MlCriterion</c>, <c>IMlFit</c>.</summary>
    public string Likelihood => Way == FitWay.Reml ? "Reml" : "Ml";

    /// <summary>The type of its options.</summary>
    public string Options => "global::GlmmDsl." + (Way is FitWay.Reml or FitWay.Ml ? "Linear" : Way.ToString()) + "FitOptions";

    /// <summary>Whether the number of nodes can stand in place of the options.</summary>
    public bool TakesNodes => Way == FitWay.Quadrature;

    /// <summary>The method of the definition, and its arguments between the table and the options, with a trailing comma.</summary>
    public (string Method, string Arguments) Call =>
        Way switch
        {
            FitWay.Reml or FitWay.Ml => ("Fit", $"global::GlmmDsl.FitMethod.{Way}, "),
            _ => ("Fit" + Way, ""),
        };

    /// <summary>How a fit made in this way is described to the definition that loads it: its method, and its approximation.</summary>
    public string Made =>
        Way is FitWay.Reml or FitWay.Ml ? $"global::GlmmDsl.FitMethod.{Way}" : $"global::GlmmDsl.FitMethod.Ml, global::GlmmDsl.Approximation.{Way}";

    /// <summary>What the fit is and what it can be compared with, for its documentation.</summary>
    public string TypeSummary =>
        Way switch
        {
            FitWay.Reml => "A REML fit. Its criteria can be compared with those of REML fits with the same fixed effects.",
            FitWay.Ml => "An ML fit. Its criteria can be compared with those of all ML fits of the same response.",
            FitWay.Laplace => "A fit by the Laplace approximation. Its criteria can be compared with those of all such fits of the same response.",
            FitWay.Quadrature => "A fit by adaptive quadrature. Its criteria can be compared with those of all such fits of the same response with the same number of nodes.",
            _ => "A fit by the fast approximation. Its criteria can be compared with those of all such fits of the same response.",
        };

    /// <summary>What the method does, for its documentation: a sentence without its full stop.</summary>
    /// <param name="groups">The number of the model's grouping factors.</param>
    public string Summary(int groups) =>
        (Way, groups) switch
        {
            (FitWay.Reml, _) => "Fits the model by restricted maximum likelihood",
            (FitWay.Ml, _) => "Fits the model by maximum likelihood",
            (FitWay.Laplace, 0) => "Fits the model by maximum likelihood (iteratively reweighted least squares): it has no random effects to integrate out",
            (_, 0) => "Fits the model by maximum likelihood, as FitLaplace does; the fit can be compared only with others made by the same method",
            (FitWay.Laplace, _) => "Fits the model by maximum likelihood, with the random effects integrated out by the Laplace approximation",
            (FitWay.Quadrature, 1) => "Fits the model by maximum likelihood, with the random effects integrated out by adaptive Gauss-Hermite quadrature",
            (FitWay.Quadrature, _) => $"Accepts only one node, which is the Laplace approximation: quadrature with more nodes needs a single grouping factor, and the formula has {groups.ToString(CultureInfo.InvariantCulture)}",
            _ => "Fits the model fast and less exactly, by the Laplace approximation with the coefficients profiled inside its inner problem (lme4's nAGQ = 0)",
        };

    /// <summary>The ways of a model, named.</summary>
    public static ImmutableArray<FitShape> Of(ModelSpecification specification, ModelNames names) =>
        specification.Fits.Select((fit, i) => new FitShape(fit.Way, fit.Key, names.Fits[i].Type, names.Fits[i].Method, names.Fits[i].AsyncMethod)).ToImmutableArray();
}
