using System.Text;
using GlmmDsl.Data;

namespace GlmmDsl.Tests.Data;

/// <summary>The form of a file: lines, quotes, encodings, headers; and the errors of bad files.</summary>
public class CsvFileTests
{
    private const string Unclosed = "The CSV text: the quote opened on line {0} is never closed";

    [Theory]
    [InlineData("a,b\n1,x\n2,y\n")]
    [InlineData("a,b\r\n1,x\r\n2,y")]
    [InlineData("\uFEFFa,b\n1,x\n2,y\n")]
    [InlineData("\"a\",\"b\"\n\"1\",\"x\"\n 2 , y \n")]
    [InlineData("\n\na,b\n\n1,x\n   \n2,y\n\n\n")]
    [InlineData("sep=,\na,b\n1,x\n2,y\n")]
    [InlineData("\"\",a,b\n\"1\",1,x\n\"2\",2,y\n")]
    public void Files_of_one_content_read_alike(string text)
    {
        foreach (Table table in new[] { CsvText.Read(text), CsvText.ReadBytes(Encoding.UTF8.GetBytes(text)) })
        {
            Assert.Equal(["a", "b"], table.Columns.Select(c => c.Name));
            Assert.Equal([1, 2], table.Numbers("a"));
            Assert.Equal(["x", "y"], table.Factor("b").Labels());
        }
    }

    [Fact]
    public void Tabs_and_UTF_16_with_a_mark_are_read()
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("ä\tb\n1\tü\n\tv\n")];
        Table table = CsvText.ReadBytes(bytes, new CsvOptions { Separator = '\t' });
        Assert.Equal([1, double.NaN], table.Numbers("ä"));
        Assert.Equal(["ü", "v"], table.Factor("b").Labels());
    }

    [Fact]
    public void Quoted_separators_quotes_and_line_breaks_belong_to_the_field()
    {
        Table table = CsvText.Read("a,b\n\"x, y\",1\n\"say \"\"no\"\"\",2\n\"two\nlines\",3\n5\" pipe,4\n");
        Assert.Equal(["x, y", "say \"no\"", "two\nlines", "5\" pipe"], table.Factor("a").Labels());
    }

    [Fact]
    public void Row_labels_count_rows_and_lines_apart()
    {
        Table table = CsvText.Read("\"a\nb\",c\n\n\"x\r\ny\r\nz\",1\n\n   \nw,2\n");
        Assert.Equal("row 1 (line 4)", table.RowLabel(0));
        Assert.Equal("row 2 (line 9)", table.RowLabel(1));
    }

    [Fact]
    public void A_duplicate_header_is_an_error_only_when_used()
    {
        Table table = CsvText.Read("a,b,a\n1,2,3\n");
        Assert.Equal([2], table.Numbers("b"));
        Assert.Equal(GlmmDsl.Formulas.ColumnKind.Unusable, table.TypeOf("a").Kind);
        Assert.Equal("The CSV text has several columns named 'a' (columns 1, 3): rename all but one.", CsvText.ErrorOf(() => table.Numbers("a")));
        Assert.Equal(table.TypeOf("a").Remark, CsvText.ErrorOf(() => table.Factor("a")));
    }

    [Theory]
    [InlineData("", "The CSV text is empty")]
    [InlineData("\n \n", "The CSV text is empty")]
    [InlineData("a,b\n", "The CSV text has a header but no rows.")]
    [InlineData("a,b\n\n  \n", "The CSV text has a header but no rows.")]
    [InlineData(",,\n1,2,3\n", "The CSV text, line 1: the header row is blank")]
    [InlineData("\na,,c\n1,2,3\n", "The CSV text, line 2: the header of column 2 is blank")]
    [InlineData("a,b,\n1,2,3\n", "The CSV text, line 1: the header of column 3 is blank")]
    [InlineData("a,b\n1,2\n\n1,2,3\n", "The CSV text, row 2 (line 4) has 3 fields where the header has 2")]
    [InlineData("a,b\n1\n", "The CSV text, row 1 (line 2) has 1 field where the header has 2")]
    [InlineData("a;b\n1;2\n", "The CSV text, line 1: the header is one field that holds ';', which seems to separate the columns: give --sep ';' (CsvOptions.Separator).")]
    [InlineData("\"a\";\"b\"\n\"1\";\"2\"\n", "give --sep ';'")]
    [InlineData("a\tb\n1\t2\n", "holds a tab, which seems to separate the columns: give --sep '\\t'")]
    [InlineData("a|b\n1|2\n", "give --sep '|'")]
    [InlineData("a,b\n1,\"x\n2,y\n", Unclosed, 2)]
    [InlineData("a,b\n\"p\nq\",\"x\n2,y\n", Unclosed, 3)]
    [InlineData("a,b\n5\"w,\"x\n2,y\n", Unclosed, 2)]
    [InlineData("a,\"b\n5,x\n2,y\n", Unclosed, 1)]
    [InlineData("a,b\n1,\"x\" y\n", "The CSV text: in the record on line 2, text follows a closing quote")]
    [InlineData("a,b\n1,x\0y\n", "The CSV text, line 2: field 2 holds NUL bytes")]
    public void What_is_wrong_with_a_file_is_said_with_its_place(string text, string message, int line = 0)
    {
        string error = CsvText.ErrorOf(() => CsvText.Read(text));
        Assert.Contains(string.Format(System.Globalization.CultureInfo.InvariantCulture, message, line), error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused_with_their_line()
    {
        byte[] bytes = [.. "a,b\n\"x\ny\",caf"u8, 0xE9, .. "\n"u8];
        Assert.Contains("line 3: field 2 holds bytes that are not UTF-8", CsvText.ErrorOf(() => CsvText.ReadBytes(bytes)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_of_a_megabyte_is_refused_with_its_column() =>
        Assert.Contains(
            "row 1 (line 2): the field of column 'b' is longer than a megabyte",
            CsvText.ErrorOf(() => CsvText.Read("a,b\n1," + new string('x', (1 << 20) + 1) + "\n")),
            StringComparison.Ordinal);

    [Fact]
    public void Missing_files_folders_and_bad_paths_are_errors_that_name_them()
    {
        string missing = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString(), "x.csv");
        Assert.Equal($"There is no file '{missing}'.", CsvText.ErrorOf(() => Table.ReadCsv(missing)));
        Assert.Contains("is a folder", CsvText.ErrorOf(() => Table.ReadCsv(Path.GetTempPath())), StringComparison.Ordinal);
        Assert.Contains("cannot be opened", CsvText.ErrorOf(() => Table.ReadCsv("")), StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_can_be_cancelled() =>
        Assert.ThrowsAny<OperationCanceledException>(() => Table.ReadCsv(new StringReader("a\n1\n"), null, new CancellationToken(canceled: true)));

    [Fact]
    public void Blanks_before_an_opening_quote_are_no_part_of_the_field()
    {
        Table table = CsvText.Read("a,b,c\n1, \"x, y\" ,p\n \"2\",\t\"say \"\"no\"\"\",q\n");
        Assert.Equal([1, 2], table.Numbers("a"));
        Assert.Equal(["x, y", "say \"no\""], table.Factor("b").Labels());
        Assert.Equal(["p", "q"], table.Factor("c").Labels());
    }

    [Fact]
    public void A_quoted_field_behind_blanks_may_hold_line_breaks()
    {
        Table table = CsvText.Read("a,b\r\n1, \"two\r\nlines\" \r\n2,x");
        Assert.Equal(["two\r\nlines", "x"], table.Factor("b").Labels());
        Assert.Equal("row 2 (line 4)", table.RowLabel(1));
    }

    [Fact]
    public void A_line_that_begins_with_a_hash_is_a_row() =>
        Assert.Equal(["#1", "2"], CsvText.Read("a,b\n#1,x\n2,y\n").Factor("a").Labels());

    [Theory]
    [InlineData(100)]
    [InlineData(70_000)]
    public void A_column_that_turns_out_to_be_text_late_keeps_its_texts_as_they_stand(int numbers)
    {
        string text = "a,b\n" + string.Concat(Enumerable.Range(0, numbers).Select(i => FormattableString.Invariant($"{i % 5}.50,{i}\n"))) + "late,1\n";
        foreach (Table table in new[] { CsvText.Read(text), CsvText.ReadBytes(Encoding.UTF8.GetBytes(text)), CsvText.ReadBytes(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(text)).ToArray()) })
        {
            Assert.Equal(numbers + 1, table.RowCount);
            Assert.Equal(["0.50", "1.50", "2.50", "3.50", "4.50", "late"], table.Factor("a").Levels.ToArray());
            Assert.Contains(FormattableString.Invariant($"'late' in row {numbers + 1} (line {numbers + 2})"), CsvText.ErrorOf(() => table.Numbers("a")), StringComparison.Ordinal);
            Assert.Equal(Enumerable.Range(0, numbers).Select(i => (double)i).Append(1), table.Numbers("b"));
        }
    }

    [Fact]
    public void Reading_numbers_takes_little_more_memory_than_the_numbers()
    {
        const int rows = 200_000;
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "a,b\n" + string.Concat(Enumerable.Range(0, rows).Select(i => FormattableString.Invariant($"{i}.25,{i % 10}\n"))));
            Table.ReadCsv(path);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Table table = Table.ReadCsv(path);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.Equal(rows, table.RowCount);
            Assert.InRange(allocated, 16L * rows, (16L * rows) + (6 << 20));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_long_path_is_named_once_and_cut()
    {
        string error = CsvText.ErrorOf(() => Table.ReadCsv(new string('p', 5000) + ".csv"));
        Assert.InRange(error.Length, 100, 400);
        Assert.Contains("p.csv'", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Blank_lines_do_not_outlast_a_cancelled_token()
    {
        using var source = new CancellationTokenSource();
        using var endless = new BlankLines(source);
        Assert.ThrowsAny<OperationCanceledException>(() => Table.ReadCsv(endless, null, source.Token));
    }

    [Fact]
    public void Null_and_default_arguments_are_refused_or_mean_nothing_given()
    {
        Assert.Equal(2, CsvText.Read("a\n1\n2\n", new CsvOptions { NaStrings = default, Factors = default }).RowCount);
        Assert.Throws<ArgumentNullException>(() => new CsvOptions { Levels = null! });
        Assert.Throws<ModelDataException>(() => CsvText.Read("a\n1\n", new CsvOptions { NaStrings = [null!] }));
        Assert.Throws<ArgumentNullException>(() => new NumericColumn(null!, []));
        Assert.Throws<ArgumentNullException>(() => new NumericColumn("x", null!));
        Assert.Throws<ArgumentException>(() => new FactorColumn("f", default, []));
        Assert.Throws<ArgumentException>(() => new FactorColumn("f", ["a"], [0], coding: (Coding)99));
        Assert.Throws<ArgumentNullException>(() => new Table(null!));
        Assert.Throws<ArgumentException>(() => new Table([null!]));
        Assert.Throws<ArgumentNullException>(() => new Table([new NumericColumn("x", [1])]).WithLevels("x", null!));
        Assert.Throws<ArgumentNullException>(() => new Table([new NumericColumn("x", [1])]).WithFactor(null!));
    }

    /// <summary>A header, then blank lines without end; cancels once it has given a few.</summary>
    private sealed class BlankLines(CancellationTokenSource source) : TextReader
    {
        private int blocks;

        public override int Read(char[] buffer, int index, int count)
        {
            buffer.AsSpan(index, count).Fill('\n');
            if (blocks++ == 0)
            {
                "a,b".CopyTo(0, buffer, index, 3);
            }
            else if (blocks == 5)
            {
                source.Cancel();
            }
            else if (blocks > 100)
            {
                throw new InvalidOperationException("The token was not looked at.");
            }

            return count;
        }
    }
}
