using System.Globalization;

namespace GlmmDsl.Formulas;

/// <summary>How messages name a place of a formula: by its column, and by its line too where the formula has several.</summary>
internal static class FormulaPlace
{
    /// <summary>The place in words, counted from 1: <c>column 5</c>, or <c>line 2, column 5</c>.</summary>
    /// <param name="formula">The formula's text.</param>
    /// <param name="position">An offset in it, from 0.</param>
    public static string Of(string formula, int position)
    {
        int line = 1;
        int start = 0;
        for (int i = 0; i < position && i < formula.Length; i++)
        {
            if (formula[i] == '\n')
            {
                line++;
                start = i + 1;
            }
        }

        string column = "column " + Invariant(position - start + 1);
        return formula.IndexOf('\n') < 0 ? column : "line " + Invariant(line) + ", " + column;
    }

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
