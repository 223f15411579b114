using System.Collections;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>What a typed model makes of rows before anything is fitted. Typed models derive from it and add the columns of X by name.</summary>
/// <param name="result">The matrices.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TypedMatrices(DesignMatrices result)
{
    /// <summary>The matrices without types.</summary>
    public DesignMatrices Result { get; } = result;

    /// <inheritdoc cref="DesignMatrices.FixedEffects"/>
    public FixedEffectsMatrix FixedEffects => Result.FixedEffects;

    /// <inheritdoc cref="DesignMatrices.RandomEffects"/>
    public RandomEffectsMatrix RandomEffects => Result.RandomEffects;

    /// <inheritdoc cref="DesignMatrices.SourceRows"/>
    public ImmutableArray<int> SourceRows => Result.SourceRows;

    /// <inheritdoc cref="DesignMatrices.Notices"/>
    public ImmutableArray<Notice> Notices => Result.Notices;

    /// <summary>The columns of X by R's names, n numbers each.</summary>
    protected INamedResults<ImmutableArray<double>> Columns => new MatrixColumns(Result.FixedEffects);
}

/// <summary>The columns of a fixed-effects model matrix.</summary>
internal sealed class MatrixColumns(FixedEffectsMatrix matrix) : INamedResults<ImmutableArray<double>>
{
    public ImmutableArray<string> Names => matrix.ColumnNames;

    public int Count => matrix.ColumnCount;

    public ImmutableArray<double> this[int index] => [.. Enumerable.Range(0, matrix.RowCount).Select(row => matrix[row, index])];

    public ImmutableArray<double> this[string name] => matrix.Column(name);

    public bool TryGet(string name, [MaybeNullWhen(false)] out ImmutableArray<double> result)
    {
        result = Names.Contains(name) ? this[name] : default;
        return !result.IsDefault;
    }

    public IEnumerator<ImmutableArray<double>> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Join(", ", Names);
}
