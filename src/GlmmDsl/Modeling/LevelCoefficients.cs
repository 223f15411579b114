using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>The coefficients of one level of a grouping factor. They have no standard errors: the standard errors of the two parts cannot simply be added.</summary>
/// <param name="group">The coefficients of all levels.</param>
/// <param name="level">The level's place.</param>
internal sealed class LevelCoefficients(GroupCoefficients group, int level) : INamedResults<Coefficient>
{
    public ImmutableArray<string> Names => group.Columns;

    public int Count => group.Columns.Length;

    public Coefficient this[int index] => new(group.Columns[index], group[level, index], double.NaN);

    public Coefficient this[string name] => TryGet(name, out Coefficient? coefficient) ? coefficient : throw NamedValues.Missing(name, group.Columns);

    public bool TryGet(string name, [NotNullWhen(true)] out Coefficient? coefficient)
    {
        coefficient = group.FindColumn(name) is int index ? this[index] : null;
        return coefficient is not null;
    }

    public IEnumerator<Coefficient> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

    public override string ToString() => string.Join(", ", this.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Name} = {c.Estimate:G5}")));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    Coefficient INamedResults<Coefficient>.Absent(string name) => Coefficient.Absent(name);
}
