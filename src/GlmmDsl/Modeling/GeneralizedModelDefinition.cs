using System.ComponentModel;
using GlmmDsl.Data;
using GlmmDsl.Families;

namespace GlmmDsl.Modeling;

/// <summary>The contents of the attribute of a typed generalised linear mixed model at run time.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GeneralizedModelDefinition : DefinedModel
{
    private readonly Family family;
    private readonly ResponseFamily? own;

    /// <summary>Makes the definition of a model of one of the library's families.</summary>
    /// <param name="formula">The formula, with the attribute's offset added.</param>
    /// <param name="family">The distribution of the response given the random effects.</param>
    public GeneralizedModelDefinition(string formula, Family family)
        : base(formula) => this.family = family;

    /// <summary>Makes the definition of a model of a family of the program's own.</summary>
    /// <param name="formula">The formula, with the attribute's offset added.</param>
    /// <param name="family">The distribution of the response given the random effects.</param>
    public GeneralizedModelDefinition(string formula, ResponseFamily family)
        : base(formula)
    {
        this.family = ResponseFamilies.Own;
        own = family;
    }

    private protected override Family Family => family;

    private protected override ResponseFamily? OwnFamily => own;

    /// <summary>Fits the model to columns by the Laplace approximation, in the same way as <see cref="MixedModel"/>.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="options">How to fit it; null for the defaults.</param>
    /// <param name="progress">Receives reports of how far the fit has come.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    public MixedModelFit FitLaplace(Table table, LaplaceFitOptions? options, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
        Fit(table, options ?? new(), Approximation.Laplace, FitOptions.Default.QuadratureNodes, progress, cancellationToken);

    /// <summary>Fits the model to columns by adaptive Gauss–Hermite quadrature, for one grouping factor.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="options">How to fit it; null for the defaults.</param>
    /// <param name="progress">Receives reports of how far the fit has come.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    /// <exception cref="ArgumentException">A number of nodes out of range.</exception>
    public MixedModelFit FitQuadrature(Table table, QuadratureFitOptions? options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        options ??= new();
        return Fit(table, options, Approximation.Quadrature, options.Nodes, progress, cancellationToken);
    }

    /// <summary>Fits the model to columns by the Laplace approximation with the coefficients profiled inside the inner problem.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="options">How to fit it; null for the defaults.</param>
    /// <param name="progress">Receives reports of how far the fit has come.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    public MixedModelFit FitFast(Table table, FastFitOptions? options, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
        Fit(table, options ?? new(), Approximation.Fast, FitOptions.Default.QuadratureNodes, progress, cancellationToken);

    private MixedModelFit Fit(
        Table table, GeneralizedFitOptions how, Approximation approximation, int nodes, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        FitOptions options = Options(how.Notices) with
        {
            Family = family,
            ResponseFamily = own,
            Link = Link,
            Approximation = approximation,
            QuadratureNodes = nodes,
            Information = how.Information,
            CoefficientPrior = how.CoefficientPrior,
        };
        return MixedModel.Fit(Formula, Checked(table, cancellationToken), options, progress, cancellationToken);
    }
}
