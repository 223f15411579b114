namespace GlmmDsl.Formulas;

/// <summary>Operators and marks that R has and formulas do not, each with what to write instead.</summary>
internal static class ForeignOperators
{
    // Longest first among those with the same beginning.
    private static readonly (string Spelling, string Advice)[] All =
    {
        ("<<-", Assignment),
        ("<-", Assignment),
        ("->>", "assignment is not part of a formula"),
        ("->", "assignment is not part of a formula"),
        (":::", Namespace),
        ("::", Namespace),
        (":=", "assignment is not part of a formula"),
        ("&&", "write '&', which works row by row"),
        ("|>", "write the function's argument in parentheses: 'log(x)'"),
        ("$", "write only the column's name: 'x', not 'data$x'"),
        ("@", "write only the column's name: 'x', not 'data@x'"),
        ("[[", Subset),
        ("[", Subset),
        ("]", "subsetting is not part of a formula"),
        ("{", Block),
        ("}", Block),
        (";", "a formula is one expression"),
        ("#", "a formula has no comments"),
        ("?", "help is not part of a formula"),
        ("\\", "functions cannot be defined inside a formula"),
    };

    private const string Assignment = "assignment is not part of a formula (to compare with a negative number, put a blank: 'x < -1')";
    private const string Namespace = "functions are named without their package";
    private const string Subset = "subsetting is not part of a formula: make a column of what you need";
    private const string Block = "blocks are not part of a formula: use parentheses";

    /// <summary>The foreign operator that begins here, null when none does.</summary>
    public static string? At(string text, int position)
    {
        foreach ((string spelling, string _) in All)
        {
            if (string.CompareOrdinal(text, position, spelling, 0, spelling.Length) == 0)
            {
                return spelling;
            }
        }

        return null;
    }

    /// <summary>What to do instead.</summary>
    public static string Advice(string spelling)
    {
        foreach ((string known, string advice) in All)
        {
            if (known == spelling)
            {
                return advice;
            }
        }

        return "the only operator between percent signs is '%in%'";
    }
}
