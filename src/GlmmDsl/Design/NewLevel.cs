using GlmmDsl.Data;

namespace GlmmDsl.Design;

/// <summary>The error of a new row whose factor has a level that was not in the fit.</summary>
internal static class NewLevel
{
    /// <summary>Names column, level and row.</summary>
    public static ModelDataException Error(string variable, string level, string rowLabel, int row) =>
        new(
            $"'{variable}' has the level {ValueText.Quote(level)} in {rowLabel}, which no row of the fit had: nothing is known about its effect. Predict only for levels of the fit.",
            variable,
            row + 1);
}
