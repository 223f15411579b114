using GlmmDsl.Data;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Means;

/// <summary>The fits that the tests of marginal means share, each made once.</summary>
internal static class Fitted
{
    private static readonly Lazy<MixedModelFit> OrthoFit = new(() => MixedModel.Fit("distance ~ age * Sex + I(age^2) + (1 | Subject)", Orthodont()));

    private static readonly Lazy<MixedModelFit> CbppFit = new(() => Fit("cbpp"));

    private static readonly Lazy<MixedModelFit> CakeFit = new(() => Fit("cake_int"));

    /// <summary>Unbalanced: rows 1, 2, 7, 30, 31, 33 and 99 are left out.</summary>
    public static MixedModelFit Ortho => OrthoFit.Value;

    public static MixedModelFit Cbpp => CbppFit.Value;

    public static MixedModelFit Cake => CakeFit.Value;

    public static MixedModelFit Fit(string id)
    {
        ReferenceCase reference = ReferenceCase.Load(id);
        return MixedModel.Fit(reference.Formula, reference.Data(), reference.Options());
    }

    public static Table Orthodont()
    {
        Table all = ReferenceCase.Load("ortho_ri").Data();
        int[] rows = [.. Enumerable.Range(0, all.RowCount).Where(i => !new[] { 0, 1, 6, 29, 30, 32, 98 }.Contains(i))];
        return Rows(all, rows);
    }

    public static Table Rows(Table table, int[] rows) => new(table.Columns.Select<Column, Column>(column => column switch
    {
        NumericColumn numbers => new NumericColumn(column.Name, Array.ConvertAll(rows, r => numbers.Values[r])),
        FactorColumn factor => new FactorColumn(column.Name, factor.Levels, Array.ConvertAll(rows, r => factor.Codes[r]), factor.IsOrdered, factor.Coding, factor.IsLogical),
        _ => Rows(column.AsFactor(r => "row"), rows),
    }));

    private static FactorColumn Rows(FactorColumn factor, int[] rows) => new(factor.Name, factor.Levels, Array.ConvertAll(rows, r => factor.Codes[r]));

    public static void Near(double expected, double actual, double relative = 1e-5) => Assert.Equal(expected, actual, Math.Abs(expected) * relative);
}
