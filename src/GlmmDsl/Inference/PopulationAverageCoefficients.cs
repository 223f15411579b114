using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using GlmmDsl.Fits;

namespace GlmmDsl.Inference;

/// <summary>
/// The coefficients of the population average: of the model with the same link and fixed effects, and no random ones, that comes nearest to the fit's
/// marginal means over its rows. They solve Σ m xᵢ μ′(xᵢᵀβ + o)/V · (Mᵢ − μ(xᵢᵀβ + o)) = 0, M the marginal means: what generalised estimating
/// equations with independence (Liang and Zeger 1986, Biometrika 73) tend to where the mixed model is right. The model's own coefficients compare one
/// group with itself; these compare populations, and are nearer 0 with logit, probit and cloglog links.
/// </summary>
/// <remarks>
/// With a random intercept of variance v and the probit link they are β/√(1 + v), with the log link β with v/2 added to the intercept, with the identity
/// link β itself. Otherwise the marginal means are of no such form, and the coefficients the best in the sense above; so they depend on the rows.
/// Hedeker, du Toit, Demirtas and Gibbons (2018, Biometrics 74) take least squares on the scale of the link in its place, which differs little.
/// Standard errors are those of the delta method. An example: wheezing of 537 children of Ohio, by 25 nodes of quadrature, has the coefficients −3.10,
/// −0.176 (age), 0.399 (smoke); those of the population average are −1.875, −0.114, 0.257, and generalised estimating equations give −1.884, −0.113, 0.272.
/// </remarks>
public sealed class PopulationAverageCoefficients : INamedCoefficients
{
    private readonly ImmutableArray<Coefficient> coefficients;
    private readonly double[,] covariance;
    private readonly NameLookup lookup;
    private readonly Func<IReadOnlyList<Coefficient>, string>? table;

    /// <summary>Reads the coefficients of a marginal fit.</summary>
    /// <param name="model">The fit it belongs to.</param>
    /// <param name="fit">The marginal fit.</param>
    /// <param name="table">Prints them: the printer belongs to the summaries, a layer above.</param>
    internal PopulationAverageCoefficients(FittedModel model, MarginalFit fit, Func<IReadOnlyList<Coefficient>, string>? table = null)
    {
        this.table = table;
        covariance = fit.Covariance;
        IsConditionalOnTheta = fit.IsConditionalOnTheta;
        ImmutableArray<Coefficient> own = [.. new CoefficientCollection(model)];
        coefficients = [.. model.FixedColumns.Select((column, index) => column.Kept < 0
            ? own[index]
            : own[index] with { Estimate = fit.Beta[column.Kept], StandardError = Math.Sqrt(covariance[column.Kept, column.Kept]) })];
        lookup = new NameLookup("coefficient", model.Matrices.FixedNames);
    }

    /// <summary>
    /// Whether the standard errors take θ̂ for known and so are too small: where the covariance of (β̂, θ̂) is not at hand, as of the fast fit.
    /// </summary>
    public bool IsConditionalOnTheta { get; }

    /// <summary>The covariance matrix of the coefficients that have an estimate, in order; a copy.</summary>
    public double[,] CovarianceMatrix => (double[,])covariance.Clone();

    /// <summary>The number of coefficients, aliased ones included.</summary>
    public int Count => coefficients.Length;

    /// <summary>A coefficient by the place of its column.</summary>
    public Coefficient this[int index] => coefficients[index];

    /// <summary>A coefficient by R's name.</summary>
    /// <exception cref="KeyNotFoundException">No such coefficient; the message gives the nearest name.</exception>
    public Coefficient this[string name] => coefficients[lookup.IndexOf(name)];

    /// <summary>Finds a coefficient by R's name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Coefficient? coefficient)
    {
        coefficient = lookup.Find(name) is int index ? coefficients[index] : null;
        return coefficient is not null;
    }

    /// <inheritdoc/>
    public IEnumerator<Coefficient> GetEnumerator() => ((IEnumerable<Coefficient>)coefficients).GetEnumerator();

    /// <summary>The table of estimates, standard errors and z values.</summary>
    public override string ToString() => table?.Invoke(coefficients) ?? nameof(PopulationAverageCoefficients);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
