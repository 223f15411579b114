namespace GlmmDsl.Formulas;

/// <summary>Checks arguments of public members; the language is built for a platform without <c>ArgumentNullException.ThrowIfNull</c>.</summary>
internal static class Guard
{
    /// <summary>The argument, checked not to be null.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="name">The parameter's name.</param>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public static T NotNull<T>(T argument, string name)
        where T : class =>
        argument ?? throw new ArgumentNullException(name);
}
