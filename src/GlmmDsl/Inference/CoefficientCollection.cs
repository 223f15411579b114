using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Inference;

namespace GlmmDsl;

/// <summary>The fixed-effects coefficients of a fit in the order of their columns, including aliased ones.</summary>
public sealed class CoefficientCollection : INamedResults<Coefficient>
{
    private readonly ImmutableArray<Coefficient> coefficients;
    private readonly NameLookup lookup;
    private readonly Func<CoefficientCollection, string>? table;

    /// <summary>Reads the coefficients of a fit.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="table">Prints the coefficients; passed in because printing belongs to the summaries, a layer above.</param>
    internal CoefficientCollection(FittedModel model, Func<CoefficientCollection, string>? table = null)
    {
        this.table = table;
        IModelSolution solution = model.Solution;
        ImmutableArray<string> names = model.Matrices.FixedNames;
        Dictionary<int, AliasedColumn> aliased = solution.Aliased.ToDictionary(a => a.Column);
        var origin = new FitIdentity(solution.Beta);
        coefficients = [.. model.FixedColumns.Select(column => column.Kept >= 0
            ? new Coefficient(column.Name, solution.Beta[column.Kept], Math.Sqrt(solution.Covariance[column.Kept, column.Kept]))
            {
                Origin = origin,
                IsSeparated = solution.IsSeparated && !double.IsFinite(solution.Beta[column.Kept]),
            }
            : new Coefficient(column.Name, double.NaN, double.NaN) { AliasedWith = [.. aliased[column.Column].With.Select(k => names[k])], IsAliased = true, Origin = origin })];
        lookup = new NameLookup("coefficient", Names);
    }

    /// <summary>Reads the coefficients of a linear predictor beside the conditional one.</summary>
    /// <param name="component">The predictor.</param>
    /// <param name="table">Prints the coefficients.</param>
    internal CoefficientCollection(PredictorSolution component, Func<CoefficientCollection, string>? table = null)
    {
        this.table = table;
        ImmutableArray<string> names = component.Matrices.FixedNames;
        Dictionary<int, AliasedColumn> aliased = component.Aliased.ToDictionary(a => a.Column);
        var origin = new FitIdentity(component.Beta);
        coefficients = [.. names.Select((name, column) => component.Kept.BinarySearch(column) is var kept and >= 0
            ? new Coefficient(name, component.Beta[kept], Math.Sqrt(component.Covariance[kept, kept])) { Origin = origin }
            : new Coefficient(name, double.NaN, double.NaN) { AliasedWith = [.. aliased[column].With.Select(k => names[k])], IsAliased = true, Origin = origin })];
        lookup = new NameLookup("coefficient", names);
    }

    /// <summary>Reads the thresholds of an ordinal model.</summary>
    /// <param name="thresholds">The thresholds.</param>
    /// <param name="table">Prints them.</param>
    internal CoefficientCollection(ThresholdSolution thresholds, Func<CoefficientCollection, string>? table = null)
    {
        this.table = table;
        var origin = new FitIdentity(thresholds.Estimates);
        coefficients = [.. thresholds.Names.Select((name, j) => new Coefficient(name, thresholds.Estimates[j], thresholds.StandardError(j)) { Origin = origin })];
        lookup = new NameLookup("threshold", thresholds.Names);
    }

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

    /// <summary>The table of estimates, standard errors and z values, as the summary shows it.</summary>
    public override string ToString() => table?.Invoke(this) ?? nameof(CoefficientCollection);

    /// <inheritdoc/>
    public IEnumerator<Coefficient> GetEnumerator() => ((IEnumerable<Coefficient>)coefficients).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    Coefficient INamedResults<Coefficient>.Absent(string name) => Coefficient.Absent(name);
}
