namespace GlmmDsl.Formulas.Tests.Design;

/// <summary>Terms and columns of random formulas; <c>model-matrix.R</c> made the answers with R 4.2.</summary>
public class RandomFormulasAgainstRTests
{
    private static readonly TestColumns Columns = new(
        new ColumnType("x", ColumnKind.Numeric),
        new ColumnType("z", ColumnKind.Numeric),
        Factor("a", "p", "q", "r"),
        Factor("b", "s", "t"),
        Factor("c", "u", "v"),
        Factor("d", "w", "e"));

    [Fact]
    public void Terms_and_columns_are_those_of_R()
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Design", "model-matrix.tsv"));

        Assert.All(lines, line =>
        {
            string[] cells = line.Split('\t');
            DesignPlan plan = Planning.Plan("~ " + cells[0], Columns);

            Assert.Equal(cells[1] == "1", plan.Terms.HasIntercept);
            Assert.Equal(cells[2], string.Join(" + ", plan.Terms.Fixed));
            Assert.Equal(cells[3], string.Join(" ", plan.Fixed.SelectMany(term => term.Columns()).Select(column => column.Name)));
        });
        Assert.Equal(400, lines.Length);
    }

    private static ColumnType Factor(string name, params string[] levels) => new(name, ColumnKind.Factor, [.. levels]);
}
