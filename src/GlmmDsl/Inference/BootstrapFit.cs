using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Fits;
using GlmmDsl.Inference.Resampling;

namespace GlmmDsl.Inference;

/// <summary>The estimates of one replicate, by name: what a function of a fit is computed from. It holds parameters and no data.</summary>
public sealed class BootstrapFit
{
    private readonly BootstrapNames names;
    private readonly Lazy<double[]> variances;
    private readonly Lazy<double[]> components;

    internal BootstrapFit(BootstrapNames names, double[] beta, double[] others, double[] theta, double sigma)
    {
        this.names = names;
        components = new(() => names.Others.Values(others, theta));
        Beta = [.. beta];
        Theta = [.. theta];
        Sigma = sigma;
        variances = new(() => VarianceParameter.Values(names.Structures, theta, sigma, names.HasSigma));
    }

    /// <summary>The coefficients, in the order of the fit's.</summary>
    public ImmutableArray<double> Beta { get; }

    /// <summary>The covariance parameters, in the order of the fit's.</summary>
    public ImmutableArray<double> Theta { get; }

    /// <summary>The residual standard deviation; 1 for a family without dispersion.</summary>
    public double Sigma { get; }

    /// <summary>A coefficient by R's name.</summary>
    /// <exception cref="KeyNotFoundException">The fit has no such coefficient.</exception>
    public double Coefficient(string name) => Beta[names.Coefficients.IndexOf(name)];

    /// <summary>A standard deviation, correlation or σ by lme4's name: <c>sd_(Intercept)|Subject</c>, <c>cor_Days.(Intercept)|Subject</c>, <c>sigma</c>.</summary>
    /// <exception cref="KeyNotFoundException">The fit has no such variance parameter.</exception>
    public double VarianceComponent(string name) => variances.Value[names.Variances.IndexOf(name)];

    /// <summary>
    /// A parameter of a linear predictor beside the conditional one: a coefficient, <c>zi.(Intercept)</c>, <c>disp.x</c>; a standard deviation or correlation of its random effects, <c>zi.sd_(Intercept)|g</c>; a
    /// dispersion that all rows share as R's <c>sigma</c>; a shape by its name.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The fit has no such parameter.</exception>
    public double Component(string name) => components.Value[names.Others.Lookup.IndexOf(name)];

    /// <summary>R's names of the coefficients.</summary>
    internal ImmutableArray<string> CoefficientNames => names.CoefficientNames;

    /// <summary>lme4's names of the variance parameters.</summary>
    internal ImmutableArray<string> VarianceNames => names.VarianceNames;

    /// <summary>All standard deviations and correlations, and σ.</summary>
    internal double[] Variances => variances.Value;

    /// <summary>The parameters of the other linear predictors.</summary>
    internal double[] Components => components.Value;
}

/// <summary>What all replicates of a bootstrap are named by.</summary>
internal sealed class BootstrapNames
{
    /// <summary>Reads a fit.</summary>
    public BootstrapNames(FittedModel model)
    {
        CoefficientNames = [.. model.FixedColumns.Where(c => c.Kept >= 0).OrderBy(c => c.Kept).Select(c => c.Name)];
        VarianceNames = [.. VarianceParameter.Of(model.Solution).Select(v => v.Name)];
        Structures = CovarianceStructures.Of(model.Matrices.Random);
        HasSigma = model.IsLinear;
        Others = new OtherParameters(model);
        Coefficients = new NameLookup("coefficient", CoefficientNames);
        Variances = new NameLookup("variance parameter", VarianceNames);
    }

    /// <summary>R's names of the kept coefficients.</summary>
    public ImmutableArray<string> CoefficientNames { get; }

    /// <summary>lme4's names of the variance parameters.</summary>
    public ImmutableArray<string> VarianceNames { get; }

    /// <summary>Finds coefficients.</summary>
    public NameLookup Coefficients { get; }

    /// <summary>Finds variance parameters.</summary>
    public NameLookup Variances { get; }

    /// <summary>The covariance structures of the terms.</summary>
    public ImmutableArray<CovarianceStructure> Structures { get; }

    /// <summary>Whether σ is a parameter.</summary>
    public bool HasSigma { get; }

    /// <summary>The parameters of the linear predictors beside the conditional one.</summary>
    public OtherParameters Others { get; }
}
