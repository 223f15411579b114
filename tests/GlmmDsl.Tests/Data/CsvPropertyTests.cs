using System.Globalization;
using System.Text;
using GlmmDsl.Data;

namespace GlmmDsl.Tests.Data;

/// <summary>Laws of reading CSV, on random and on reference files.</summary>
public class CsvPropertyTests
{
    [Fact]
    public void What_is_written_as_CSV_is_read_back()
    {
        var random = new Random(3);
        for (int run = 0; run < 200; run++)
        {
            int rows = random.Next(1, 30);
            string?[] texts = [.. Enumerable.Range(0, rows).Select(_ => RandomText(random))];
            double[] numbers = [.. Enumerable.Range(0, rows).Select(_ => random.Next(5) == 0 ? double.NaN : Math.Round(random.NextDouble() * 1000, random.Next(15)))];
            char separator = ",;\t|"[random.Next(4)];
            char mark = separator != ',' && random.Next(2) == 0 ? ',' : '.';
            string end = random.Next(2) == 0 ? "\n" : "\r\n";
            var csv = new StringBuilder().Append("text").Append(separator).Append("number").Append(end);
            for (int i = 0; i < rows; i++)
            {
                string number = double.IsNaN(numbers[i]) ? "" : numbers[i].ToString("R", CultureInfo.InvariantCulture).Replace('.', mark);
                csv.Append(texts[i] is string text ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : "").Append(separator).Append(number).Append(end);
            }

            var options = new CsvOptions { Separator = separator, DecimalMark = mark, Factors = ["text"] };
            Table table = CsvText.Read(csv.ToString(), options);
            Assert.Equal(numbers, table.Numbers("number"));
            Assert.Equal(texts, table.Factor("text").Labels());
        }
    }

    [Fact]
    public void Random_bytes_are_read_or_refused_and_never_anything_else()
    {
        var random = new Random(4);
        ReadOnlySpan<byte> alphabet = "a1,;\"\n\r\t .-eN"u8;
        for (int run = 0; run < 3000; run++)
        {
            byte[] bytes = new byte[random.Next(60)];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = random.Next(40) == 0 ? (byte)random.Next(256) : alphabet[random.Next(alphabet.Length)];
            }

            try
            {
                Table table = CsvText.Read(Encoding.Latin1.GetString(bytes));
                Assert.All(table.Columns, c => Assert.Equal(table.RowCount, c.Count));
            }
            catch (ModelDataException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }

    [Fact]
    public void Where_the_blocks_of_a_text_end_changes_nothing()
    {
        var random = new Random(5);
        const string alphabet = "a1,\"\n\r \t";
        for (int run = 0; run < 2000; run++)
        {
            string text = "x,y\n" + string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            Assert.Equal(Read(new StringReader(text)), Read(new Blocks(text, random)));
        }
    }

    [Fact]
    public void A_record_longer_than_any_buffer_is_read_whole()
    {
        string[] texts = [.. Enumerable.Range(0, 40).Select(i => new string((char)('a' + (i % 26)), 9_000))];
        string header = string.Join(",", Enumerable.Range(0, texts.Length).Select(i => "c" + i.ToString(CultureInfo.InvariantCulture)));
        Table table = CsvText.Read(header + "\n" + string.Join(",", texts.Select(t => "\"" + t + "\"")) + "\n" + string.Join(",", texts) + "\n");
        Assert.All(table.Columns.Zip(texts), c => Assert.Equal([c.Second, c.Second], table.Factor(c.First.Name).Labels()));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void The_culture_changes_nothing(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            Table table = CsvText.Read("g,x,İ,t\n1.5,-2.25,i,TRUE\n1e-5,1e3,I,false\n");
            Assert.Equal([-2.25, 1000], table.Numbers("x"));
            Assert.Equal([1, 0], table.Numbers("t"));
            Assert.Equal(["1e-05", "1.5"], table.Factor("g").Levels.ToArray());
            Assert.Equal(["I", "i"], table.Factor("İ").Levels.ToArray());
            Assert.Equal("row 2 (line 3)", table.RowLabel(1));
            Assert.Contains("-Inf in row 1200 (line 1201)", CsvText.ErrorOf(() => CsvText.Column([.. Enumerable.Repeat("1", 1199), "-Inf"]).Numbers("x")), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Read(TextReader text)
    {
        var read = new StringBuilder();
        using var records = new CsvRecordReader(text, ',', "The text");
        try
        {
            while (records.Next())
            {
                read.Append(records.LineNumber).Append(records.Raw).AppendJoin('|', Enumerable.Range(0, records.FieldCount).Select(i => records.Field(i).ToString()));
            }
        }
        catch (ModelDataException e)
        {
            read.Append(e.Message);
        }

        return read.ToString();
    }

    /// <summary>A text that comes a few characters at a time.</summary>
    private sealed class Blocks(string text, Random random) : TextReader
    {
        private int at;

        public override int Peek() => at < text.Length ? text[at] : -1;

        public override int Read() => at < text.Length ? text[at++] : -1;

        public override int Read(char[] buffer, int index, int count)
        {
            int length = Math.Min(Math.Min(count, 1 + random.Next(3)), text.Length - at);
            text.CopyTo(at, buffer, index, length);
            at += length;
            return length;
        }
    }

    private static string? RandomText(Random random)
    {
        const string alphabet = "ab,;\"\n\t|é1'x";
        string text = string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => alphabet[random.Next(alphabet.Length)]));
        return string.IsNullOrWhiteSpace(text) ? null : "t" + text;
    }
}
