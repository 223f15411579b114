using GlmmDsl.Data;
using GlmmDsl.Formulas;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Design.Frame;

/// <summary>One variable of a model frame, evaluated for all rows of the table.</summary>
/// <param name="Name">Its name in messages: R's name of the expression.</param>
/// <param name="Expression">What was evaluated; null for a column used as it is (weights).</param>
/// <param name="Numbers">Its numeric columns, NaN where missing; empty for a factor.</param>
/// <param name="Factor">The factor; null for numbers.</param>
internal sealed record FrameVariable(string Name, ExpressionSyntax? Expression, double[][] Numbers, FactorColumn? Factor = null)
{
    /// <summary>Whether the variable has no value in a row.</summary>
    public bool IsMissing(int row)
    {
        if (Factor is not null)
        {
            return Factor.Array[row] < 0;
        }

        foreach (double[] column in Numbers)
        {
            if (double.IsNaN(column[row]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Marks the rows in which the variable has no value.</summary>
    public void MarkMissing(bool[] missing)
    {
        if (Factor is not null && Factor.Array.AsSpan().ContainsAnyInRange(int.MinValue, -1))
        {
            int[] codes = Factor.Array;
            for (int row = 0; row < codes.Length; row++)
            {
                missing[row] |= codes[row] < 0;
            }
        }

        foreach (double[] column in Numbers.Where(n => !VectorKernels.AreFinite(n)))
        {
            for (int row = 0; row < column.Length; row++)
            {
                missing[row] |= double.IsNaN(column[row]);
            }
        }
    }
}
