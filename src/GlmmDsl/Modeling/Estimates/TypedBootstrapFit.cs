using System.Collections;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using GlmmDsl.Formulas;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>The estimates of one replicate of a typed model's bootstrap. Typed models derive from it and add coefficients and variance components by name.</summary>
/// <param name="result">The replicate.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TypedBootstrapFit(BootstrapFit result)
{
    /// <summary>The replicate without types: everything by R's and lme4's names.</summary>
    public BootstrapFit Result { get; } = result;

    /// <inheritdoc cref="BootstrapFit.Sigma"/>
    public double Sigma => Result.Sigma;

    /// <summary>The coefficients. They have no standard errors.</summary>
    protected INamedResults<Coefficient> Coefficients => new ReplicateCoefficients(Result);

    /// <summary>Where the model's views of the variance components find them.</summary>
    protected VarianceSource<VarianceComponent, double> Variances => new ReplicateVariances(Result);
}

/// <summary>The coefficients of a replicate.</summary>
internal sealed class ReplicateCoefficients(BootstrapFit fit) : INamedResults<Coefficient>
{
    public ImmutableArray<string> Names => fit.CoefficientNames;

    public int Count => fit.Beta.Length;

    public Coefficient this[int index] => new(Names[index], fit.Beta[index], double.NaN);

    public Coefficient this[string name] => new(name, fit.Coefficient(name), double.NaN);

    public bool TryGet(string name, [NotNullWhen(true)] out Coefficient? coefficient)
    {
        int index = Names.IndexOf(name);
        coefficient = index < 0 ? null : this[index];
        return coefficient is not null;
    }

    public IEnumerator<Coefficient> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    Coefficient INamedResults<Coefficient>.Absent(string name) => Coefficient.Absent(name);
}

/// <summary>The standard deviations and correlations of a replicate.</summary>
internal sealed class ReplicateVariances(BootstrapFit fit) : VarianceSource<VarianceComponent, double>
{
    private const string DeviationPrefix = "sd_";

    internal override VarianceComponent Residual => new("Residual", fit.Sigma * fit.Sigma);

    internal override IReadOnlyList<KeyValuePair<string, VarianceComponent>> Columns(string group)
    {
        string end = "|" + group;
        return
        [
            .. fit.VarianceNames
                .Where(n => n.StartsWith(DeviationPrefix, StringComparison.Ordinal) && n.EndsWith(end, StringComparison.Ordinal))
                .Select(n => (Column: n[DeviationPrefix.Length..^end.Length], Deviation: fit.VarianceComponent(n)))
                .Select(c => KeyValuePair.Create(c.Column, new VarianceComponent(c.Column, c.Deviation * c.Deviation))),
        ];
    }

    internal override double Correlation(string group, string first, string second)
    {
        // lme4 names the later column first; which is later, the caller does not know.
        string later = $"cor_{second}.{first}|{group}", earlier = $"cor_{first}.{second}|{group}";
        return fit.VarianceNames.Contains(later) ? fit.VarianceComponent(later) : fit.VarianceNames.Contains(earlier) ? fit.VarianceComponent(earlier) : double.NaN;
    }

    internal override VarianceComponent OfTerm(string group, CovarianceStructure structure, string[] columns)
    {
        double deviation = Named(StructuredTerm.DeviationName(structure, group));
        return new VarianceComponent(columns[0], deviation * deviation);
    }

    internal override double OfTerm(string group, CovarianceStructure structure, string[] columns, int distance) => Named(StructuredTerm.CorrelationName(structure, group, distance));

    internal override VarianceComponent Absent(string group, string column) => new(column, double.NaN);

    internal override double[,] CovarianceMatrix(string group) => throw new NotSupportedException("Only a fit has a covariance matrix of random effects.");

    internal override string Print(string? group) => string.Join(", ", fit.VarianceNames.Select(n => FormattableString.Invariant($"{n} = {fit.VarianceComponent(n):G5}")));

    private double Named(string name) => fit.VarianceNames.Contains(name) ? fit.VarianceComponent(name) : double.NaN;
}
