using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl.Inference;

/// <summary>A test whose power is simulated: a p value of a fit.</summary>
public sealed class PowerTest
{
    private readonly Func<MixedModelFit, CancellationToken, double> pValue;

    private PowerTest(string name, Func<MixedModelFit, CancellationToken, double> pValue) => (Name, this.pValue) = (name, pValue);

    /// <summary>What is tested and how.</summary>
    public string Name { get; }

    /// <summary>Any test: a function from the fit of a simulated data set to a p value; NaN where there is none.</summary>
    /// <param name="name">What it is called in results.</param>
    /// <param name="pValue">The function: <c>f => f.KenwardRoger().Terms["Arm"].PValue</c>. It is called from several threads.</param>
    public static PowerTest Of(string name, Func<MixedModelFit, double> pValue)
    {
        ArgumentNullException.ThrowIfNull(pValue);
        return new(name, (fit, _) => pValue(fit));
    }

    /// <summary>Wald's test that a coefficient is zero.</summary>
    public static PowerTest Wald(string coefficient) => new($"Wald's test of {coefficient}", (fit, _) => fit.Wald().Coefficients[coefficient].PValue);

    /// <summary>The t test that a coefficient is zero, with Satterthwaite's degrees of freedom; for linear models.</summary>
    public static PowerTest Satterthwaite(string coefficient) => new($"Satterthwaite's t test of {coefficient}", (fit, token) => fit.Satterthwaite(token).Coefficients[coefficient].PValue);

    /// <summary>The t test that a coefficient is zero, by Kenward and Roger's method; for linear models fitted by REML.</summary>
    public static PowerTest KenwardRoger(string coefficient) => new($"Kenward and Roger's t test of {coefficient}", (fit, token) => fit.KenwardRoger(cancellationToken: token).Coefficients[coefficient].PValue);

    /// <summary>The likelihood-ratio test that coefficients are all zero, by maximum likelihood.</summary>
    /// <param name="coefficients">R's names.</param>
    public static PowerTest LikelihoodRatio(params string[] coefficients) =>
        new($"Likelihood-ratio test of {string.Join(", ", coefficients)}", (fit, token) => Ratio(fit.Underlying, coefficients, token));

    /// <summary>The p value of a fit.</summary>
    internal double PValue(MixedModelFit fit, CancellationToken cancellationToken) => pValue(fit, cancellationToken);

    private static double Ratio(FittedModel model, string[] coefficients, CancellationToken cancellationToken)
    {
        var lookup = new NameLookup("coefficient", model.Matrices.FixedNames);
        var zero = coefficients.ToDictionary(lookup.IndexOf, _ => 0.0);
        double[]? start = model.Solution.Theta.Length > 0 ? model.Solution.Theta : null;
        IModelSolution larger = model.Solution.IsReml ? model.Solution.Refit(new RefitChanges { IsMl = true, Start = start }, cancellationToken) : model.Solution;
        IModelSolution smaller = larger.Refit(new RefitChanges { IsMl = true, Coefficients = zero, Start = start }, cancellationToken);
        return TailProbability.OfChiSquare(Math.Max(0, smaller.Criterion - larger.Criterion), larger.Beta.Length - smaller.Beta.Length);
    }
}
