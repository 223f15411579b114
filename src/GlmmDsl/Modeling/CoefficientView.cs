using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace GlmmDsl.Modeling;

/// <summary>The fixed-effects coefficients of a typed model: by R's name and in order; the model derives properties from it.</summary>
/// <param name="result">The fit.</param>
public abstract class CoefficientView(MixedModelFit result) : IReadOnlyList<Coefficient>, INamedValues<Coefficient>
{
    /// <summary>The number of coefficients, aliased ones included.</summary>
    public int Count => result.Coefficients.Count;

    IReadOnlyList<string> INamedValues<Coefficient>.Names => [.. result.Coefficients.Select(c => c.Name)];

    /// <summary>A coefficient by its place.</summary>
    public Coefficient this[int index] => result.Coefficients[index];

    /// <summary>A coefficient by R's name, <c>Week:ArmDrug</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Coefficient this[string name] => result.Coefficients[name];

    /// <summary>A coefficient by R's name, if there is one.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Coefficient? coefficient) => result.Coefficients.TryGet(name, out coefficient);

    /// <summary>The coefficients in order.</summary>
    public IEnumerator<Coefficient> GetEnumerator() => result.Coefficients.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    bool INamedValues<Coefficient>.TryGet(string name, [MaybeNullWhen(false)] out Coefficient value) => result.Coefficients.TryGet(name, out value);

    /// <summary>
    /// The coefficient of a column the model knows at build. The data may lack its level, or the level may have become the reference: then it
    /// is aliased.
    /// </summary>
    protected Coefficient Find(string name) =>
        result.Coefficients.TryGet(name, out Coefficient? coefficient) ? coefficient : new Coefficient(name, double.NaN, double.NaN, [], IsAliased: true);
}
