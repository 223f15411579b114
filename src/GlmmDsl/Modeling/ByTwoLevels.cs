using System.Diagnostics.CodeAnalysis;

namespace GlmmDsl.Modeling;

/// <summary>The values of columns that differ in the levels of two factors whose levels are known only from the rows.</summary>
/// <typeparam name="TKey1">The type of the levels of factor 1.</typeparam>
/// <typeparam name="TKey2">The type of the levels of factor 2.</typeparam>
/// <typeparam name="TValue">The type of the values: a coefficient, a variance component, a conditional mode.</typeparam>
public sealed class ByLevel<TKey1, TKey2, TValue>
{
    private readonly INamedValues<TValue> values;
    private readonly Func<TKey1, TKey2, string> nameOf;

    /// <summary>Makes the view. Called by generated code.</summary>
    /// <param name="values">All the values.</param>
    /// <param name="nameOf">R's name of a column.</param>
    public ByLevel(INamedValues<TValue> values, Func<TKey1, TKey2, string> nameOf)
    {
        this.values = values;
        this.nameOf = nameOf;
    }

    /// <summary>The value of a combination of levels.</summary>
    /// <exception cref="KeyNotFoundException">There is no such value; the message lists the names.</exception>
    public TValue this[TKey1 key1, TKey2 key2] => NamedValues.Require(values, nameOf(key1, key2));

    /// <summary>The value of a combination of levels, if there is one.</summary>
    public bool TryGet(TKey1 key1, TKey2 key2, [MaybeNullWhen(false)] out TValue value) => values.TryGet(nameOf(key1, key2), out value);
}
