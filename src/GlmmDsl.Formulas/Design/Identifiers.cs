namespace GlmmDsl.Formulas;

/// <summary>Makes C# identifiers of R's names, by one rule for coefficients, groups, levels and terms.</summary>
public static class Identifiers
{
    /// <summary>
    /// The identifier of one name: <c>(Intercept)</c> is <c>Intercept</c>; <c>:</c> becomes <c>_</c>; operators become words; a keyword gets
    /// <c>@</c>; a leading digit gets <c>_</c>. Does not look at other names.
    /// </summary>
    public static string Of(string name) => throw new NotSupportedException(name);

    /// <summary>The identifiers of names that stand side by side: equal ones are told apart by <c>_2</c>, <c>_3</c> in order; those that hide a reserved member get a trailing <c>_</c>.</summary>
    /// <param name="names">R's names in column order.</param>
    /// <param name="reserved">Members that must not be hidden.</param>
    public static IReadOnlyList<string> OfAll(IReadOnlyList<string> names, ISet<string> reserved) => throw new NotSupportedException(names.ToString() + reserved);
}
