using GlmmDsl.Data;
using GlmmDsl.Modeling;

namespace GlmmDsl.Tests.Modeling;

public class DeclaredFactCheckTests
{
    private static readonly DeclaredFact AgeOfPatient = new(DeclaredFactKind.ConstantWithin, "age", "patient");

    [Fact]
    public void Facts_are_checked_across_the_parts_of_a_stream()
    {
        var definition = new ModelDefinition("y ~ age + (1 | patient)") { Facts = [AgeOfPatient] };
        Table[] parts = [Patients([30, 40, 30], ["a", "b", "a"]), Patients([40, 50], ["b", "c"]), Patients([50, 31], ["c", "a"])];

        Assert.Equal(5, definition.Sum(parts.Take(2)).RowCount);
        Assert.Equal(
            "Column 'age' is declared [ConstantWithin] 'patient', but for 'a' it is '30' in row 1 and '31' in row 7. Correct the data, or remove the attribute.",
            Assert.Throws<ModelDataException>(() => definition.Sum(parts)).Message);
    }

    [Fact]
    public void A_missing_value_contradicts_nothing()
    {
        Table table = Patients([30, double.NaN, 30, 40], ["a", "a", null, null]);

        Assert.Same(table, new DeclaredFactCheck([AgeOfPatient]).Checked(table, default));
    }

    [Fact]
    public void Numbers_that_print_alike_are_different_values() => Assert.Throws<ModelDataException>(
        () => new DeclaredFactCheck([AgeOfPatient]).Checked(Patients([0.3, 0.1 + 0.2], ["a", "a"]), default));

    [Fact]
    public void A_column_that_the_table_lacks_is_not_checked()
    {
        Table table = Patients([1, 2], ["a", "a"]);

        Assert.Same(table, new DeclaredFactCheck([new(DeclaredFactKind.NestedIn, "patient", "site"), new(DeclaredFactKind.RowKey, "id")]).Checked(table, default));
    }

    [Fact]
    public void A_unit_has_one_row_at_each_time_across_the_parts_of_a_stream()
    {
        var definition = new ModelDefinition("y ~ age + (1 | patient)") { Facts = [new(DeclaredFactKind.Time, "age", "patient")] };
        Table[] parts = [Patients([1, 2, 1], ["a", "a", "b"]), Patients([3, 1], ["b", "c"]), Patients([4, 2], ["c", "a"])];

        Assert.Equal(5, definition.Sum(parts.Take(2)).RowCount);
        var error = Assert.Throws<ModelDataException>(() => definition.Sum(parts));
        Assert.Equal(
            "Column 'age' is declared [Time], at which each 'patient' has one row, but rows 2 and 7 are both of 'a' at '2'. Correct the data, or remove Within from the attribute.",
            error.Message);
        Assert.Equal(("age", 7), (error.Column, error.Row));
    }

    [Fact]
    public void A_row_without_a_time_or_a_unit_is_no_second_row()
    {
        Table table = Patients([1, double.NaN, double.NaN, 1, 1], ["a", "a", "a", null, null]);

        Assert.Same(table, new DeclaredFactCheck([new(DeclaredFactKind.Time, "age", "patient")]).Checked(table, default));
    }

    private static Table Patients(double[] ages, string?[] patients) =>
        new([new NumericColumn("y", [.. ages.Select((_, i) => Math.Sin(i))]), new NumericColumn("age", ages), FactorColumn.FromText("patient", patients)]);
}
