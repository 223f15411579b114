using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Declarations;

public class RowTypeRuleTests
{
    [Fact]
    public Task A_row_type_without_columns_is_an_error() => RuleTest.VerifyAsync("GLMM002", """
        public class Empty { private double Score { get; set; } public static double Week { get; set; } public double this[int i] => i; }
        [LinearMixedModel<[|Empty|]>("Score ~ 1 + (1 | Patient)")]
        public sealed partial class Trial;
        """);

    [Fact]
    public Task A_row_type_less_accessible_than_the_model_is_an_error() => RuleTest.VerifyAsync("GLMM002", """
        internal record Visit(double Score, string Patient);
        [LinearMixedModel<[|Visit|]>("Score ~ 1 + (1 | Patient)")]
        public sealed partial class Trial;
        """);

    [Fact]
    public Task An_internal_model_of_internal_rows_is_fine() => RuleTest.SilentAsync("""
        internal record struct Visit(double Score, string Patient);
        [LinearMixedModel<Visit>("Score ~ 1 + (1 | Patient)")]
        internal sealed partial class Trial;
        """);

    [Fact]
    public Task Inherited_columns_and_fields_count() => RuleTest.SilentAsync("""
        public class Base { public double Score { get; set; } }
        public class Visit : Base { public string Patient = ""; }
        [LinearMixedModel<Visit>("Score ~ 1 + (1 | Patient)")]
        public sealed partial class Trial;
        """);
}
