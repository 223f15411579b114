using System.Collections.Immutable;
using GlmmDsl.Fitting.Columns;

namespace GlmmDsl.Fitting.Saving;

/// <summary>Matrices and lists of a file, whose sizes must be those that are expected.</summary>
internal static class FitFileParts
{
    /// <summary>The error for a file with invalid contents.</summary>
    public static InvalidDataException Damaged(string reason, Exception? inner = null) => FitFile.Frame.Damaged(reason, inner);

    /// <summary>Refuses a file whose parts do not go together.</summary>
    public static void Require(bool holds, string otherwise) => FitFile.Frame.Require(holds, otherwise);

    /// <summary>Whether dropped columns, and those that they are combinations of, are among the columns.</summary>
    public static bool AreDropped(AliasEntry[] entries, int columns) =>
        entries.All(a => a.Column >= 0 && a.Column < columns && a.With.All(k => k >= 0 && k < columns));

    /// <summary>The dropped columns.</summary>
    public static ImmutableArray<AliasedColumn> Aliased(AliasEntry[] entries) => [.. entries.Select(a => new AliasedColumn(a.Column, [.. a.With]) { Weights = [.. a.Weights] })];

    /// <summary>Whether indices ascend from 0 up to an end.</summary>
    public static bool Ascending(int[] values, int end)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] < (i == 0 ? 0 : values[i - 1] + 1) || values[i] >= end)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A square matrix.</summary>
    public static double[,] Square(double[] flat, int order) => Matrix(flat, order, order);

    /// <summary>A matrix, row by row in the file.</summary>
    public static double[,] Matrix(double[] flat, int rows, int columns)
    {
        Require(flat.Length == (long)rows * columns, "a matrix in it is cut off");
        var matrix = new double[rows, columns];
        Buffer.BlockCopy(flat, 0, matrix, 0, sizeof(double) * flat.Length);
        return matrix;
    }
}
