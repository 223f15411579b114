using System.Diagnostics.CodeAnalysis;

namespace GlmmDsl.Modeling;

/// <summary>The values of columns that differ in the level of a factor whose levels are known only from the rows.</summary>
/// <typeparam name="TKey">The type of the levels.</typeparam>
/// <typeparam name="TValue">The type of the values: a coefficient, a variance component, a conditional mode.</typeparam>
public sealed class ByLevel<TKey, TValue>
{
    private readonly INamedValues<TValue> values;
    private readonly Func<TKey, string> nameOf;

    /// <summary>Makes the view. Called by generated code.</summary>
    /// <param name="values">All the values.</param>
    /// <param name="nameOf">R's name of a column.</param>
    public ByLevel(INamedValues<TValue> values, Func<TKey, string> nameOf)
    {
        this.values = values;
        this.nameOf = nameOf;
    }

    /// <summary>The value of a level.</summary>
    /// <exception cref="KeyNotFoundException">There is no such value; the message lists the names.</exception>
    public TValue this[TKey key] => NamedValues.Require(values, nameOf(key));

    /// <summary>The value of a level, if there is one.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => values.TryGet(nameOf(key), out value);
}
