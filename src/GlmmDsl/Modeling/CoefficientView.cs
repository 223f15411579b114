using System.Collections;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>The fixed-effects coefficients of a typed model: by R's name and in order. Typed models derive from it and add properties.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CoefficientView : IReadOnlyList<Coefficient>, INamedValues<Coefficient>
{
    private readonly INamedCoefficients coefficients;

    /// <summary>Makes the view of a fit's own coefficients.</summary>
    /// <param name="result">The fit.</param>
    protected CoefficientView(MixedModelFit result) => coefficients = result.Coefficients;

    /// <summary>Makes the view of a generalised fit's coefficients of the population average, which have the same names.</summary>
    /// <param name="coefficients">The coefficients.</param>
    protected CoefficientView(PopulationAverageCoefficients coefficients) => this.coefficients = coefficients;

    /// <summary>Makes the view of the coefficients of one level of a grouping factor: fixed effects plus conditional modes.</summary>
    /// <param name="result">The fit.</param>
    /// <param name="group">lme4's name of the grouping factor.</param>
    /// <param name="level">The index of the level.</param>
    protected CoefficientView(MixedModelFit result, string group, int level) => coefficients = new LevelCoefficients(result.GroupCoefficients[group], level);

    /// <summary>The number of coefficients, including aliased ones.</summary>
    public int Count => coefficients.Count;

    IReadOnlyList<string> INamedValues<Coefficient>.Names => [.. coefficients.Select(c => c.Name)];

    /// <summary>A coefficient by its index.</summary>
    public Coefficient this[int index] => coefficients[index];

    /// <summary>A coefficient by R's name, <c>Week:ArmDrug</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no coefficient with that name.</exception>
    public Coefficient this[string name] => coefficients[name];

    /// <summary>A coefficient by R's name, if there is one.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Coefficient? coefficient) => coefficients.TryGet(name, out coefficient);

    /// <summary>The table of estimates, standard errors and z values.</summary>
    public override string ToString() => coefficients.ToString() ?? "";

    /// <summary>The coefficients in order.</summary>
    public IEnumerator<Coefficient> GetEnumerator() => coefficients.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    bool INamedValues<Coefficient>.TryGet(string name, [MaybeNullWhen(false)] out Coefficient value) => coefficients.TryGet(name, out value);

    /// <summary>
    /// The coefficient of a column known at compile time. If the data lack its level, or the level has become the reference, it
    /// is aliased.
    /// </summary>
    protected Coefficient Find(string name) =>
        coefficients.TryGet(name, out Coefficient? coefficient) ? coefficient : new Coefficient(name, double.NaN, double.NaN) { IsAliased = true };
}
