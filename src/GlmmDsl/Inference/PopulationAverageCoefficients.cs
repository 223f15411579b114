using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using GlmmDsl.Fits;

namespace GlmmDsl.Inference;

/// <summary>
/// The coefficients of the population average: those of the model with the same link and fixed effects but no random effects that is closest to the fit's
/// marginal means over its rows. They solve Σ m xᵢ μ′(xᵢᵀβ + o)/V · (Mᵢ − μ(xᵢᵀβ + o)) = 0, M the marginal means. If the mixed model is right, generalised estimating
/// equations with independence (Liang and Zeger 1986, Biometrika 73) converge to the same numbers. The model's own coefficients compare one
/// group with itself; these compare populations, and are closer to 0 with logit, probit and cloglog links.
/// </summary>
/// <remarks>
/// With a random intercept of variance v and the probit link they are β/√(1 + v), with the log link β with v/2 added to the intercept, with the identity
/// link β itself. Otherwise the marginal means do not have this form, and the coefficients are the best in the sense above, so they depend on the rows.
/// Hedeker, du Toit, Demirtas and Gibbons (2018, Biometrics 74) use least squares on the scale of the link instead, which differs little.
/// Standard errors are those of the delta method. An example: wheezing of 537 children of Ohio, fitted with 25 quadrature nodes, has the coefficients −3.10,
/// −0.176 (age), 0.399 (smoke); those of the population average are −1.875, −0.114, 0.257, and generalised estimating equations give −1.884, −0.113, 0.272.
/// </remarks>
public sealed class PopulationAverageCoefficients : INamedResults<Coefficient>
{
    private readonly ImmutableArray<Coefficient> coefficients;
    private readonly double[,] covariance;
    private readonly NameLookup lookup;
    private readonly Func<IReadOnlyList<Coefficient>, string>? table;

    /// <summary>Reads the coefficients of a marginal fit.</summary>
    /// <param name="model">The fit it belongs to.</param>
    /// <param name="fit">The marginal fit.</param>
    /// <param name="table">Prints the coefficients; passed in because printing belongs to the summaries, a layer above.</param>
    internal PopulationAverageCoefficients(FittedModel model, MarginalFit fit, Func<IReadOnlyList<Coefficient>, string>? table = null)
    {
        this.table = table;
        covariance = fit.Covariance;
        IsConditionalOnTheta = fit.IsConditionalOnTheta;
        ImmutableArray<Coefficient> own = [.. new CoefficientCollection(model)];
        coefficients = [.. model.FixedColumns.Select((column, index) => column.Kept < 0
            ? own[index]
            : own[index] with { Estimate = fit.Beta[column.Kept], StandardError = Math.Sqrt(covariance[column.Kept, column.Kept]) })];
        lookup = new NameLookup("coefficient", Names);
    }

    /// <summary>
    /// Whether the standard errors treat θ̂ as known and so are too small: if the covariance of (β̂, θ̂) is not available, as after the fast fit.
    /// </summary>
    public bool IsConditionalOnTheta { get; }

    /// <summary>The covariance matrix of the coefficients that have an estimate, in order; a copy.</summary>
    public double[,] CovarianceMatrix => (double[,])covariance.Clone();

    /// <summary>R's names of the coefficients, in order.</summary>
    public ImmutableArray<string> Names => [.. coefficients.Select(c => c.Name)];

    /// <summary>The number of coefficients, including aliased ones.</summary>
    public int Count => coefficients.Length;

    /// <summary>A coefficient by the index of its column.</summary>
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

    Coefficient INamedResults<Coefficient>.Absent(string name) => Coefficient.Absent(name);
}
